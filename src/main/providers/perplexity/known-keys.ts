/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. Source: formats §8.4. */
export const knownKeys = {
  thread: words(
    'metadata conversations entries status thread_metadata has_next_page next_cursor background_entries collection_info',
  ),
  metadata: words(`
    thread_title thread_url thread_id exported_at thread_created_at thread_updated_at total_entries export_version title created_at
    updated_at id slug url collection`),
  turn: words('uuid query answer model mode timestamp sources related_queries language search_focus attachments'),
  entry: words(`
    uuid backend_uuid frontend_uuid context_uuid frontend_context_uuid query_str display_model user_selected_model model mode search_focus
    source_types sources blocks text entry_created_datetime entry_updated_datetime updated_datetime thread_title thread_url_slug
    thread_access thread_metadata related_queries related_query_items attachments status query_source author_id author_username
    author_image bookmark_state collection_info read_write_token web_results sources_list answer final_sse_message final
    step_type reconnectable media_items widget_data featured_images privacy_state gpt4 social_info search_implementation_mode
    prompt_source personalized first_entry expect_search_results should_index is_pro_reasoning_mode num_sources_display
    message_mode answer_modes cursor classifier_results image_completions entropy_request_id stream_created_at form
    s3_social_preview_url structured_answer_block_usages parent_info text_completed plan side_by_side_metadata
    request_id identity_based_upsell inline_images uploaded_files tools_count`),
  block: words(`
    intended_usage markdown_block web_result_block media_block media_items_block image_mode_block video_mode_block plan_block
    reasoning_plan_block pending_followups_block sources_mode_block answer_tabs_block widget_block knowledge_card_block
    sources_answer_mode_block diff_block workflow_block unified_assets_block inline_entity_block maps_preview_block
    pro_search_steps_block`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
