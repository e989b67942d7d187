import { Hono, type Context } from "hono";
import { authorize, callerOf, edgeRefusal, type Caller } from "./access.ts";
import type { Answer, Handlers } from "./call.ts";
import type { Core } from "./core.ts";
import { isOverlay, operations, type Operation } from "./document.ts";
import type { Strike } from "./fault-book.ts";
import { parseQuery } from "./parameters.ts";
import { notFoundProblem, Problem, texts, validationProblem } from "./problem.ts";
import { accountHandlers } from "./routes/account.ts";
import { billingHandlers } from "./routes/billing.ts";
import { catalogHandlers } from "./routes/catalog.ts";
import { networkVolumeHandlers } from "./routes/network-volumes.ts";
import { podLogHandlers } from "./routes/pod-logs.ts";
import { podHandlers } from "./routes/pods.ts";
import { templateHandlers } from "./routes/templates.ts";
import { validatorFor, type Validator } from "./validation.ts";

/** What the fault layer hands to the routes. */
export interface Bindings {
  readonly strike: Strike;
  readonly caller: Caller;
}

type Ctx = Context<{ Bindings: Bindings }>;

const handlers: Handlers = {
  ...podHandlers,
  ...podLogHandlers,
  ...networkVolumeHandlers,
  ...templateHandlers,
  ...accountHandlers,
  ...catalogHandlers,
  ...billingHandlers,
};

const honoPath = (template: string): string => template.replace(/\{(\w+)\}/g, ":$1");

/** `/v2/*` by the published description: what it knows and the emulator does not answers 501. */
export function createApi(core: Core): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  const validator = () => validatorFor(core.overlay.cmd);
  for (const template of new Set(operations.map((one) => one.template))) {
    const here = operations.filter((one) => one.template === template);
    const allow = here.map((one) => one.method).join(", ");
    app.all(honoPath(template), (c) =>
      guarded(core, c, async () => {
        const operation = here.find((one) => one.method === c.req.method);
        if (operation === undefined) throw new Problem(405, texts.method, { headers: { allow } });
        return answerOf(core, c, operation, validator());
      }),
    );
  }
  app.all("/v2/*", (c) => guarded(core, c, () => Promise.reject(notFoundProblem())));
  return app;
}

/** Edge, key and pace first; then the operation; every refusal as a problem with the pace in its headers. */
async function guarded(core: Core, c: Ctx, operation: () => Promise<Response>): Promise<Response> {
  const refusal = edgeRefusal(c.req.raw);
  if (refusal !== undefined) return refusal;
  const { caller } = c.env;
  try {
    if (caller.kind !== "nobody") core.limiter.take();
    authorize(caller, { method: c.req.method, path: c.req.path });
    return await operation();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.response(caller.kind === "nobody" ? {} : core.limiter.headers());
  }
}

async function answerOf(core: Core, c: Ctx, operation: Operation, validator: Validator): Promise<Response> {
  const handler = handlers[operation.id];
  if (handler === undefined)
    throw new Problem(501, `${operation.method} ${operation.template} is not part of the emulated service`);
  if (isOverlay(operation) && !core.overlay.secrets) throw notFoundProblem();
  const request = c.req.raw;
  const answer = await handler({
    core,
    caller: c.env.caller,
    request,
    params: c.req.param(),
    query: parseQuery(operation.parameters, new URL(request.url).searchParams, validator),
    body: operation.body === undefined ? undefined : await bodyOf(request, operation.body, validator),
    strike: c.env.strike,
  });
  return respond(core, operation, answer, validator);
}

async function bodyOf(request: Request, ref: string, validator: Validator): Promise<unknown> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new Problem(400, "request body is not valid JSON");
  }
  const breaches = validator.check(ref, body);
  if (breaches.length > 0) throw validationProblem(breaches);
  return body;
}

/** An answer that breaks the description is a bug of the emulator, and said so. */
function respond(core: Core, operation: Operation, answer: Answer, validator: Validator): Response {
  const headers = { ...core.limiter.headers(), ...answer.headers };
  if (answer.stream !== undefined) return new Response(answer.stream, { status: answer.status, headers });
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  // What is sent is judged: JSON drops undefined fields.
  const text = JSON.stringify(answer.body);
  const ref = operation.answers[answer.status];
  const breaches = ref === undefined ? ["no such answer is described"] : validator.check(ref, JSON.parse(text));
  if (breaches.length > 0) {
    const detail = `${operation.id} ${answer.status}: ${breaches.join("; ")}`;
    core.bug(detail);
    throw new Problem(500, `the emulator's answer breaks the description: ${detail}`);
  }
  return new Response(text, { status: answer.status, headers: { "content-type": "application/json", ...headers } });
}

export const callerFor = (core: Core, request: Request): Caller => callerOf(request, core.keys, core.pods());
