import { element, xmlDocument } from "./xml.ts";

const statusOf = {
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  BadDigest: 400,
  EntityTooLarge: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3ErrorCode = keyof typeof statusOf;

/** A refusal in the words of the S3 protocol. */
export class S3Error extends Error {
  readonly code: S3ErrorCode;
  constructor(code: S3ErrorCode, message: string) {
    super(message);
    this.name = "S3Error";
    this.code = code;
  }
}

/** The XML answer of a refusal; without a body for HEAD, as the protocol asks. */
export function errorResponse(error: S3Error, request: { method: string; path: string; requestId: string }): Response {
  const headers = { "content-type": "application/xml", "x-amz-request-id": request.requestId };
  const status = statusOf[error.code];
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const body = xmlDocument(
    "Error",
    element("Code", error.code),
    element("Message", error.message),
    element("Resource", request.path),
    element("RequestId", request.requestId),
  );
  return new Response(body, { status, headers });
}
