/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. */
export const knownKeys = {
  conversation: words(`
    uuid name title summary created_at updated_at account chat_messages settings is_starred model current_leaf_message_uuid
    project_uuid project is_temporary platform conversation_id id organization_uuid session_id`),
  message: words(`
    uuid sender role text content created_at updated_at attachments files files_v2 sync_sources index truncated stop_reason
    input_mode parent_message_uuid model chat_feedback metadata`),
  block: words(`
    type start_timestamp stop_timestamp flags text citations citations_grouping_mode thinking summaries cut_off truncated signature
    alternative_display_type id name input message display_content integration_name integration_icon_url icon_name context
    approval_options approval_key is_mcp_app mcp_server_url tool_use_id content is_error structured_content meta title source
    file_uuid url data`),
  attachment: words('file_name file_size file_type extracted_content id created_at file_uuid'),
  file: words(`
    file_name file_uuid file_kind preview_url thumbnail_url document_asset preview_asset thumbnail_asset created_at size_bytes
    file_size file_type success id uuid path`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
