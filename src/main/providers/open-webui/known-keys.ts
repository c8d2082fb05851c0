/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. Source: formats §8.9. */
export const knownKeys = {
  record: words(`
    id user_id title chat created_at updated_at archived pinned share_id folder_id folder meta tags last_read_at summary tasks`),
  chat: words(`
    id title models params history messages tags timestamp files system options originalChatId branchPointMessageId queue
    currentId folder_id created_at updated_at archived pinned share_id user_id meta`),
  history: words('messages currentId current_id'),
  message: words(`
    id parentId childrenIds role content timestamp model modelName models modelIdx files sources citations done usage info output
    statusHistory status error annotation userContext lastSentence originalContent feedbackId favorite selectedModelId
    code_executions embeds merged followUps tool_calls tool_call_id user arena done_reason context eval_count raContent
    completedAt completed_at stopped reasoning_content reasoning images audio updated_at created_at chatCompletionId name`),
  output: words(`
    type id call_id name arguments status role content summary output files embeds start_tag end_tag attributes started_at ended_at
    duration code lang language ended source_type encrypted_content result phase action`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
