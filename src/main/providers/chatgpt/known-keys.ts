/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. */
export const knownKeys = {
  conversation: words(`
    id conversation_id title create_time update_time mapping current_node default_model_slug model_slug gizmo_id gizmo_type
    conversation_template_id is_archived is_starred pinned_time memory_scope voice is_study_mode is_do_not_remember
    is_temporary_chat is_read_only is_anonymous async_status conversation_origin context_scopes workspace_id owner user_id
    plugin_ids disabled_tool_ids safe_urls blocked_urls moderation_results sugar_item_id sugar_item_visible rating
    atlas_mode_enabled linear_conversation has_user_editable_context continue_conversation_url model is_public share_id
    is_indexable is_better_metatags_enabled highlighted_message_id backing_conversation_id moderation_state`),
  node: words('id parent children message'),
  message: words(`
    id author create_time update_time content status end_turn weight recipient channel metadata model role parent_id`),
  metadata: words(`
    model_slug default_model_slug requested_model_slug is_visually_hidden_from_conversation is_user_system_message
    user_context_message_data attachments finish_details is_complete citations content_references search_result_groups
    search_queries image_results safe_urls blocked_urls aggregate_result canvas async_task_id async_task_title async_task_type
    async_task_prompt async_task_created_at async_task_conversation_id async_task_status is_async_task_result_message
    reasoning_status reasoning_title reasoning_start_time reasoning_end_time finished_duration_sec durationMs duration_ms thinking_effort
    voice_mode_message real_time_audio_has_video invoked_plugin jit_plugin_data command args gizmo_id selected_sources
    selected_github_repos selected_mcp_sources serialization_metadata request_id message_type message_source timestamp_
    parent_id turn_exchange_id turn_trace_id pad pad_idx initial_text _cite_metadata message_locale kwargs targeted_reply
    targeted_reply_label dalle dictation dictation_edited dictation_asset_pointer is_error status rebase_system_message
    rebase_developer_message system_hints image_gen_title image_gen_task_id image_gen_async image_gen_multi_stream
    is_loading_message permissions loading_url debug_sonic_thread_id sonic_classification_result search_display_string
    searched_display_string search_turns_count search_source client_reported_search_source can_save exclusive_key
    content_references_by_file n7jupd_url n7jupd_urls n7jupd_crefs n7jupd_crefs_by_file n7jupd_subtool n7jupd_schedulable
    cloud_doc_urls ada_visualizations filter_out_for_training shared_conversation_id conversation_id recipient
    paragen_variants_info paragen_variant_choice trigger_async_ux is_redacted finish_reason augmented_paragen_prompt_label
    model_switcher_deny interpreter_visible triggered_by_system_hint_suggestion is_contextual_answers_supported
    is_contextual_answers_message_too_long contextual_answers_message_type connector_source connector_id chatgpt_sdk
    skip_reasoning_title b1de6e2_rm b1de6e2_s is_study_mode caterpillar_selected_sources resolved_model_slug
    source_analysis_msg_id developer_mode_connector_ids selected_all_github_repos`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
