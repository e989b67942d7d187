import { callerFor, type Bindings } from "./api.ts";
import type { Core } from "./core.ts";
import { DroppedConnection } from "./dropped-connection.ts";
import type { Strike } from "./fault-book.ts";
import type { Fault, Phase } from "./faults.ts";
import { capacityProblem, Problem, texts } from "./problem.ts";

/** Answers a request that no fault changes. */
type Inner = (request: Request, bindings: Bindings) => Promise<Response>;

/** One exchange with its faults, in the log. Rejects with DroppedConnection, or with the reason of the caller's abort. */
export function exchange(core: Core, request: Request, inner: Inner): Promise<Response> {
  return untilAborted(request.signal, logged(core, request, inner));
}

async function logged(core: Core, request: Request, inner: Inner): Promise<Response> {
  const path = new URL(request.url).pathname;
  const strike = core.faults.strike(request.method, path);
  const caller = callerFor(core, request);
  const fault = strike.map((one) => one.kind).join("+");
  const entry = { at: core.clock.now(), method: request.method, path, caller: caller.kind };
  const log = (status: number) => core.requestLog.add({ ...entry, status, ...(fault === "" ? {} : { fault }) });
  try {
    const response = await struck(core, request, strike, () => inner(request, { strike, caller }));
    core.state.flush();
    log(response.status);
    return stamped(core, response);
  } catch (error) {
    log(error instanceof DroppedConnection ? 0 : 500);
    throw error;
  }
}

/** The faults around the handler: what strikes before it keeps it from running. */
async function struck(
  core: Core,
  request: Request,
  strike: Strike,
  handle: () => Promise<Response>,
): Promise<Response> {
  await delays(core, strike, "before");
  const instead = replacement(core, request, strike, "before");
  if (instead !== undefined) return instead;
  const response = await handle();
  await delays(core, strike, "after");
  const after = replacement(core, request, strike, "after");
  if (after === undefined) return response;
  await response.body?.cancel();
  return after;
}

async function delays(core: Core, strike: Strike, phase: Phase): Promise<void> {
  for (const fault of strike)
    if (fault.kind === "delay" && fault.phase === phase) await core.clock.sleep(fault.seconds * 1000, core.ended);
}

/** The answer instead of the true one, if any. Throws DroppedConnection. */
function replacement(core: Core, request: Request, strike: Strike, phase: Phase): Response | undefined {
  for (const fault of strike) {
    if ("phase" in fault && fault.phase !== phase) continue;
    if (fault.kind === "drop") throw new DroppedConnection();
    if (fault.kind === "status") return statusAnswer(core, request, fault);
    if (phase === "after") continue;
    if (fault.kind === "capacity") return capacityAnswer(core, request);
    if (fault.kind === "rule")
      return new Problem(400, fault.detail ?? "the request breaks a rule of the service").response(
        core.limiter.headers(),
      );
  }
  return undefined;
}

function capacityAnswer(core: Core, request: Request): Response {
  const isStart = new URL(request.url).pathname.endsWith("/action");
  const problem = isStart ? new Problem(400, texts.startCapacity) : capacityProblem();
  return problem.response(core.limiter.headers());
}

const details: Readonly<Record<number, string>> = {
  401: texts.unauthorized,
  402: "insufficient balance",
  403: texts.forbidden,
  404: texts.notFound,
  422: texts.validation,
  429: texts.rate("minute"),
};

function statusAnswer(core: Core, request: Request, fault: Extract<Fault, { kind: "status" }>): Response {
  const wait = fault.retryAfterSeconds ?? (fault.status === 429 ? 1 : undefined);
  const headers = wait === undefined ? {} : { "retry-after": String(wait) };
  const detail = fault.detail ?? details[fault.status] ?? "the service failed";
  if (new URL(request.url).pathname.startsWith("/s3")) return s3Answer(fault.status, detail, headers);
  return new Problem(fault.status, detail, { headers }).response(core.limiter.headers());
}

const s3Codes: Readonly<Record<number, string>> = {
  403: "AccessDenied",
  404: "NoSuchKey",
  429: "SlowDown",
  503: "SlowDown",
};

/** S3 speaks XML in its errors. */
function s3Answer(status: number, detail: string, headers: Record<string, string>): Response {
  const code = s3Codes[status] ?? (status >= 500 ? "InternalError" : "InvalidRequest");
  const text = detail.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message></Error>`;
  return new Response(body, { status, headers: { "content-type": "application/xml", ...headers } });
}

/** Date, perhaps wrong, and the id of the request. */
function stamped(core: Core, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("date", new Date(core.clock.now() + core.faults.skewMs).toUTCString());
  headers.set("x-request-id", core.newRequestId());
  return new Response(response.body, { status: response.status, headers });
}

/** What a client sees that gives up: the work goes on, its answer is lost. */
function untilAborted(signal: AbortSignal, work: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      work
        .then(
          (response) => response.body?.cancel(),
          () => undefined,
        )
        .catch(() => undefined);
      reject(signal.reason as Error);
    };
    if (signal.aborted) {
      giveUp();
      return;
    }
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
