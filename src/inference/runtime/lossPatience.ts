/** How long a failed pass waits for the browser to say that the graphics device is gone, in milliseconds. */
const LOSS_PATIENCE_MS = 100;

/** Waits for the loss of a device, but not for long: it may first show as a failed pass. */
export async function settled(lost: Promise<string>): Promise<void> {
  await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, LOSS_PATIENCE_MS))]);
}
