/** How often a probe asks, how long it waits, and after how many failures in a row it counts. */
export interface ProbeTiming {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failures: number;
}

const timing = ({ periodSeconds, timeoutSeconds, failures }: ProbeTiming) => ({
  periodSeconds,
  timeoutSeconds,
  failureThreshold: failures,
});

/** A probe by a command in the container: exit code 0 is health. */
export function commandProbe(command: readonly string[], when: ProbeTiming) {
  return { exec: { command: [...command] }, ...timing(when) };
}

/** A probe by GET: any status from 200 to 399 is health. */
export function httpProbe(path: string, port: string | number, when: ProbeTiming) {
  return { httpGet: { path, port }, ...timing(when) };
}

/** A probe by opening a TCP connection. */
export function tcpProbe(port: string | number, when: ProbeTiming) {
  return { tcpSocket: { port }, ...timing(when) };
}
