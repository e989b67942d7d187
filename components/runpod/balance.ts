import { z } from "zod";
import type { Transport, TransportOptions } from "./transport.ts";

const limitMs = 10_000;
const answer = z.looseObject({ data: z.looseObject({ myself: z.looseObject({ clientBalance: z.number() }) }) });

/**
 * USD left on the account, or undefined: REST v2 has no route for it, and GraphQL, which has, is being retired and reports
 * its errors as 200. Nobody may depend on it, so it never throws.
 */
export async function readBalanceUsd(
  options: TransportOptions & { readonly graphqlUrl: string },
  transport: Transport,
): Promise<number | undefined> {
  try {
    const request = new Request(options.graphqlUrl, {
      method: "POST",
      redirect: "error",
      headers: {
        Authorization: `Bearer ${options.apiKey}`,
        "User-Agent": options.userAgent,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ query: "query { myself { clientBalance } }" }),
    });
    const response = await transport.carrier({ what: "read the balance", repeat: "after-429", limitMs })(request);
    return answer.parse(await response.json()).data.myself.clientBalance;
  } catch {
    return undefined;
  }
}
