import { z } from "zod";

const repository = z.looseObject({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) });
const payload = z.looseObject({
  repository,
  pull_request: z
    .looseObject({
      number: z.int().positive(),
      head: z.looseObject({ sha: z.string().regex(/^[0-9a-f]{40,64}$/), repo: repository.nullable() }),
    })
    .optional(),
});

/** What of an event decides where a review goes. */
export interface ReviewEvent {
  /** `owner/name` of the repository that is asked to take the change. */
  readonly repository: string;
  /** Undefined for an event that is no pull request's. */
  readonly pullRequest: number | undefined;
  /** Newest commit of the change; undefined for an event that is no pull request's. */
  readonly commit: string | undefined;
  /** The change comes from another repository, also from one that was deleted since: no secrets, no comment. */
  readonly fromFork: boolean;
}

/** Reads the payload that GitHub Actions leaves in GITHUB_EVENT_PATH; undefined for what is none. */
export function readEvent(value: unknown): ReviewEvent | undefined {
  const { data } = payload.safeParse(value);
  if (data === undefined) return undefined;
  const { repository: base, pull_request: request } = data;
  return {
    repository: base.full_name,
    pullRequest: request?.number,
    commit: request?.head.sha,
    fromFork: request !== undefined && request.head.repo?.full_name !== base.full_name,
  };
}
