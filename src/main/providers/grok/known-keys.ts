/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. Source: formats §8.1. */
export const knownKeys = {
  item: words('conversation responses'),
  conversation: words(`
    id conversation_id user_id anon_user_id create_time modify_time system_prompt_id temporary leaf_response_id title summary asset_ids
    root_asset_id x_user_id starred system_prompt_name media_types controller task_result_id project_id workspace_id workspaces project
    workspace team_id shared_with_team shared_with_user_ids`),
  wrapper: words('response share_link'),
  response: words(`
    _id response_id conversation_id message sender create_time parent_response_id parentResponseId manual partial shared query query_type
    web_search_results cited_web_search_results xpost_ids xposts generated_image_urls debug_log image_attachments file_attachments
    file_attachments_metadata card_attachments_json is_control thinking_trace agent_thinking_traces steps image_edit_uri image_edit_uris
    xai_user_id xai_anon_user_id error media_types webpage_urls metadata model thinking_start_time thinking_end_time file_uris
    tool_responses rag_results cited_rag_results search_product_results connector_search_results collection_search_results ui_layout
    request_metadata thread_parent_id parent_quoted_text stream_errors generated_image_height generated_image_width tools_used
    highlights_xpost_ids link_attachments`),
  step: words(`
    tagged_text tag_order tags web_search_results rag_results tool_usage_results tool_usage_card_results xposts xpost_ids rollout_id
    rollout_ids message_step_id created_at connector_search_results collection_search_results`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
