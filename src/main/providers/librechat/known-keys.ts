/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. Source: formats §8.10. */
export const knownKeys = {
  conversation: words(`
    _id __v conversationId endpoint endpointType title exportAt branches recursive options messages messagesTree createdAt updatedAt user
    isArchived tags model agent_id assistant_id agentOptions chatGptLabel promptPrefix temperature top_p topP topK presence_penalty
    frequency_penalty resendFiles imageDetail iconURL greeting spec files file_ids tools system maxContextTokens max_tokens
    maxOutputTokens instructions additional_instructions modelLabel presetId expiredAt expiresAt promptCache thinking thinkingBudget
    reasoning_effort web_search useResponsesApi`),
  message: words(`
    _id __v messageId parentMessageId conversationId sender text content isCreatedByUser isEdited model endpoint createdAt updatedAt
    tokenCount promptTokens completionTokens unfinished error files attachments finish_reason children user depth siblingIndex cancelled
    plugin plugins clientId invocationId conversationSignature summary summaryTokenCount thread_id iconURL metadata feedback
    expiredAt expiresAt _meiliIndex addedConvo overrideParentMessageId submitting searchResult searched jobCreated agent_id
    manualSkills alwaysAppliedSkills ephemeralAgent isCompleted tenantId`),
  part: words(`
    type text think tool_call image_file image_url error agentId groupId tool_call_ids agent_update agentName
    input_audio video_url stepIndex`),
  chat: words('id name messages model prompt temperature folderId pluginId lookup'),
  said: words('role type content pluginId'),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
