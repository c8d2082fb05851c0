/** Record types and keys seen so far; what is not here is kept or counted, and reported as drift. Source: formats, §5.2 and §5.3. */

/** State lines: nothing a reader sees. Their uuids can still be links between messages. */
export const stateTypes: ReadonlySet<string> = words(`
  agent-color agent-name agent-setting ai-title attribution-snapshot bridge-session content-replacement custom-title file-history-delta
  file-history-snapshot fork-context-ref frame-link init last-prompt marble-origami-commit marble-origami-snapshot mode permission-mode
  pr-link progress queue-operation relocated result speculation-accept started summary tag task-summary worktree-state`);

export const recordKeys: ReadonlySet<string> = words(`
  agentColor agentId agentName agentSetting aiTitle apiError apiErrorStatus attachment attributionAgent attributionHook attributionMcpServer
  attributionMcpTool attributionPlugin attributionSkill cause classifierApproval clearedInputs compactMetadata content contextManagement
  costUSD customTitle cwd data durationMs entrypoint error errorDetails forkedFrom gitBranch hasOutput hookAdditionalContext hookCount
  hookErrors hookInfos imagePasteIds interruptedMessageId isApiErrorMessage isCompactSummary isMeta isSidechain isSnapshotUpdate
  isVisibleInTranscriptOnly lastPrompt leafUuid level logicalParentUuid maxRetries mcpMeta message messageCount messageId
  microcompactMetadata mode operation origin originalToolUseID parentToolUseID parentUuid pendingBackgroundAgentCount
  pendingWorkflowCount permissionMode planContent prNumber prRepository prUrl preventedContinuation project promptId promptSource
  requestId retryAttempt retryInMs sessionId sessionKind session_id slug snapshot sourceToolAssistantUUID sourceToolUseID stopReason subtype
  summarizeMetadata summary tag teamName thinkingMetadata timestamp todos toolDenialKind toolUseID toolUseResult type url userType uuid
  version name input output tool_use_id is_error id`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
