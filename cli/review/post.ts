import { createComment, type GitHub, listComments, steadily, updateComment } from "./github.ts";
import { marker } from "./render.ts";

/** Where the one comment is kept. */
export interface Place {
  readonly repository: string;
  readonly pullRequest: number;
  /** Login of whoever the token speaks for: nobody else's comment is changed, whatever stands in it. */
  readonly author: string;
}

/**
 * Keeps one comment up to date: finds it by its marker and its author, and makes it where there is none. An answer that was
 * lost is looked for before anything is sent again.
 */
export async function keepComment(github: GitHub, place: Place, body: string): Promise<"created" | "updated" | "same"> {
  const { repository, pullRequest, author } = place;
  return steadily(github, async () => {
    const comments = await listComments(github, repository, pullRequest);
    const own = comments.find((one) => one.user?.login === author && one.body?.startsWith(marker) === true);
    if (own?.body?.trim() === body.trim()) return "same";
    if (own !== undefined && (await updateComment(github, repository, own.id, body))) return "updated";
    await createComment(github, repository, pullRequest, body);
    return "created";
  });
}
