// Keeps the screen on, and says whether that holds: browsers let go when the page is hidden.

/** `tell` hears "held", "lost" or "none"; the lock is taken again when the page is back in sight. */
export function awake(tell, { wakeLock } = navigator) {
  let isWanted = false;
  let lock = null;

  const hold = async () => {
    if (!isWanted || lock || document.visibilityState !== "visible") return;
    if (!wakeLock) {
      tell("none");
      return;
    }
    try {
      const held = await wakeLock.request("screen");
      lock = held;
      tell("held");
      held.addEventListener("release", () => {
        if (lock !== held) return;
        lock = null;
        if (isWanted) tell("lost");
      });
    } catch {
      tell("none"); // refused: a battery that is low, or no permission
    }
  };

  document.addEventListener("visibilitychange", hold);
  return {
    hold: () => {
      isWanted = true;
      return hold();
    },
    release: () => {
      isWanted = false;
      lock?.release();
      lock = null;
    },
  };
}
