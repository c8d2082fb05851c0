/** Keys this version has seen. Others are counted as drift: imported as far as they go, kept in the original. Source: formats §8.3. */
export const knownKeys = {
  message: words(`
    id version chatId role content contentChunks createdAt updatedAt reaction reactionDetail reactionComment files canvas quotes
    preference preferenceOver context model agentId`),
  chunk: words(`
    type text id name turn isDone endTime success toolType startTime publicResult isInterrupted publicArguments requiresConfirmation
    referenceIds imageUrl thinking title url kind props content _context`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
