/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. */
export const knownKeys = {
  session: words(`
    sessionId projectHash startTime lastUpdated messages summary directories kind memoryScratchpad hasUserOrAssistantMessage
    firstUserMessage messageCount userMessageCount memoryScratchpadIsStale id timestamp type content`),
  message: words('id timestamp type content displayContent model thoughts tokens toolCalls sessionId messageId'),
  thought: words('subject description timestamp summary text'),
  tokens: words('input output cached thoughts tool total'),
  toolCall: words(`
    id name args result status timestamp displayName description resultDisplay agentId renderOutputAsMarkdown parentCallId
    schedulerId approvalMode durationMs startTime endTime tailToolCallRequest originalRequestName responseSubmittedToGemini kind`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
