import { describe, expect, it } from "vitest";
import { AmbiguousError } from "../../../components/runpod/failures.ts";
import { everyPage, nextPage, type PageQuery } from "../../../components/runpod/paging.ts";

describe("the next page", () => {
  it.each([
    [{ nextCursor: "c" }, { cursor: "c" }],
    [{ next_cursor: "c" }, { cursor: "c" }],
    [{ cursor: "c" }, { cursor: "c" }],
    [{ nextPageToken: "c" }, { pageToken: "c", cursor: "c" }],
    [{ nextToken: "c" }, { token: "c", cursor: "c" }],
    [{ nextPage: 2 }, { page: "2", cursor: "2" }],
    [{ next: "c" }, { cursor: "c" }],
    [{ next: "/v2/pods?after=c&limit=5" }, { after: "c", limit: "5" }],
    [{ pagination: { nextCursor: "c", hasMore: true } }, { cursor: "c" }],
    [{ pageInfo: { endCursor: "c", hasNextPage: true } }, { cursor: "c" }],
  ])("of %j", (answer, expected) => {
    expect(nextPage(answer, {})).toEqual(expected);
  });

  it.each([
    {},
    { nextCursor: null },
    { nextCursor: "" },
    { nextCursor: "c", hasMore: false },
    { metadata: { recordCount: 5, query: { cursor: "c" } } },
    null,
  ])("does not exist after %j", (answer) => {
    expect(nextPage(answer, {})).toBe("end");
  });

  it("does not exist when only our own cursor comes back", () => {
    expect(nextPage({ cursor: "c" }, { cursor: "c" })).toBe("end");
  });

  it("is lost when more is announced without a cursor", () => {
    expect(nextPage({ hasMore: true }, {})).toBe("lost");
  });
});

describe("a whole list", () => {
  const read = (pages: { items: string[]; answer: unknown }[]) => {
    const asked: PageQuery[] = [];
    const list = everyPage(
      "list",
      async (query) => {
        asked.push(query);
        return pages[asked.length - 1] ?? { items: [`x${asked.length}`], answer: { nextCursor: String(asked.length) } };
      },
      (item) => item,
    );
    return { list, asked };
  };

  it("holds each item once", async () => {
    const { list } = read([
      { items: ["a", "b"], answer: { nextCursor: "2" } },
      { items: ["b", "c"], answer: {} },
    ]);
    expect(await list).toEqual(["a", "b", "c"]);
  });

  it("is refused when the cursor is ignored and the first page comes again", async () => {
    const page = { items: ["a"], answer: { nextCursor: "2" } };
    await expect(read([page, page]).list).rejects.toThrow("its next page brings nothing new");
  });

  it("is refused when it does not end", async () => {
    const { list, asked } = read([]);
    await expect(list).rejects.toBeInstanceOf(AmbiguousError);
    expect(asked).toHaveLength(200);
  });

  it("is refused when more is announced but not where", async () => {
    await expect(read([{ items: ["a"], answer: { hasMore: true } }]).list).rejects.toThrow("says there is more");
  });
});
