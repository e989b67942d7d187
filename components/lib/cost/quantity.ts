const factors: Readonly<Record<string, number>> = {
  ...{ "": 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 },
};

/** A quantity of Kubernetes (`500m`, `2Gi`, `1.5`) in cores or bytes; undefined for what is none. */
export function readQuantity(quantity: unknown): number | undefined {
  if (typeof quantity === "number") return Number.isFinite(quantity) && quantity >= 0 ? quantity : undefined;
  if (typeof quantity !== "string") return undefined;
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?(?:e\d+)?)([A-Za-z]*)$/.exec(quantity.trim()) ?? [];
  const factor = digits === "" ? undefined : factors[unit];
  return factor === undefined ? undefined : Number(digits) * factor;
}
