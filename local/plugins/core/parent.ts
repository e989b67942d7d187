/** Calls `onDeath` once when the process that started this one is gone; a dead CLI must not leave programs behind. */
export function watchParent(onDeath: () => void, everyMilliseconds = 500): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onDeath();
  }, everyMilliseconds);
  timer.unref();
}
