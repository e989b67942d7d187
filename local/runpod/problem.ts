/** Texts of the service, as its description and the people who measured it give them. */
export const texts = {
  unauthorized: "missing bearer token",
  forbidden: "access denied",
  notFound: "resource not found",
  podNotFound: "pod not found",
  method: "The requested method is not allowed for this path.",
  validation: "Request validation failed.",
  rate: (window: string) => `rate limit exceeded for the ${window} window`,
  capacity:
    "There are no longer any instances available with the requested specifications. Please refresh and try again.",
  startCapacity: "There are not enough free GPUs on the host machine to start this pod",
} as const;

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** A refusal on its way to the client as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    detail: string,
    more: { errors?: readonly string[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
  /** The body the description asks for. */
  body(): { title: string; status: number; detail: string; errors?: readonly string[] } {
    const title = titles[this.status] ?? `HTTP ${this.status}`;
    const errors = this.errors === undefined ? {} : { errors: this.errors };
    return { title, status: this.status, detail: this.message, ...errors };
  }
  response(headers: Readonly<Record<string, string>> = {}): Response {
    return new Response(JSON.stringify(this.body()), {
      status: this.status,
      headers: { "content-type": "application/problem+json", ...headers, ...this.headers },
    });
  }
}

/** 400: the request breaks a rule of the service. */
export const ruleProblem = (detail: string) => new Problem(400, detail);
/** 400: no instance is free. Only the text tells it from a broken rule. */
export const capacityProblem = () => new Problem(400, texts.capacity);
export const notFoundProblem = (detail: string = texts.notFound) => new Problem(404, detail);
export const conflictProblem = (detail: string) => new Problem(409, detail);
export const validationProblem = (errors: readonly string[]) => new Problem(422, texts.validation, { errors });
