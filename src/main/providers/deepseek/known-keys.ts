/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. Source: formats §8.2. */
export const knownKeys = {
  conversation: words(
    'id title inserted_at updated_at mapping pinned seq_id agent title_type version current_message_id model_type',
  ),
  session: words(`
    id seq_id agent title title_type version current_message_id pinned inserted_at updated_at model_type character is_empty`),
  flat: words('id title created_at updated_at messages model'),
  node: words('id parent children message'),
  message: words(`
    message_id parent_id id model role thinking_enabled ban_edit ban_regenerate status accumulated_token_usage files inserted_at
    updated_at search_enabled feedback has_pending_fragment auto_continue conversation_mode fragments content thinking_content
    thinking_elapsed_secs search_results search_status tips incomplete_message quasi_status current_token_usage`),
  fragment: words(`
    id type content elapsed_secs references stage_id results queries status files file_id file_name file_size url title snippet
    result tip_type hide_on_wip style error_type query site_name site_icon published_at cite_index reference_fragment_id`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
