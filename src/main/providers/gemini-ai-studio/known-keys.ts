/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. */
export const knownKeys = {
  prompt: words(`
    runSettings systemInstruction chunkedPrompt citations applets id promptId displayName title createTime updateTime pendingInputs
    name description kind mimeType modifiedTime createdTime`),
  chunk: words(`
    id role text parts isThought tokenCount createTime finishReason isEdited isGeneratedUsingApiKey thinkingBudget thinkingLevel
    thoughtSignatures thoughtSignature safetyRatings errorMessage executableCode codeExecutionResult driveDocument driveImage
    driveAudio driveVideo inlineFile inlineImage inlineData inlineAudio inlineVideo fileData functionCall functionResponse youtubeVideo
    videoMetadata grounding branchParent branchChildren citations thinkingTokenCount model`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
