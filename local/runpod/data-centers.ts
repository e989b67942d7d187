import type { components } from "../../api/runpod/types.generated.ts";
import type { VolumeType } from "./records.ts";

type Region = components["schemas"]["DataCenterRegion"];

export interface DataCenterFacts {
  readonly id: string;
  readonly region: Region;
  /** ISO 3166, for `countryCodes`. */
  readonly country: string;
  readonly volumeTypes: readonly VolumeType[];
  readonly compliance: readonly components["schemas"]["Compliance"][];
  /** Its network volumes answer on the S3 endpoint. */
  readonly s3: boolean;
}

/** Ids seen on the service and in its documentation, November 2026. */
const IDS = [
  ..."EU-RO-1 EU-SE-1 EU-CZ-1 EU-NL-1 EU-FR-1 EUR-IS-1 EUR-IS-2 EUR-IS-3 EUR-NO-1 CA-MTL-1 CA-MTL-2 CA-MTL-3".split(
    " ",
  ),
  ..."US-IL-1 US-TX-1 US-TX-3 US-TX-4 US-KS-2 US-KS-3 US-GA-1 US-GA-2 US-WA-1 US-CA-2 US-NC-1 US-NC-2".split(" "),
  ..."US-DE-1 US-MD-1 US-MO-1 US-MO-2 US-NE-1 OC-AU-1 AP-JP-1".split(" "),
];

/** Documented list of data centres with an S3 endpoint, November 2026. */
const S3 = new Set(
  (
    "EU-CZ-1 EU-RO-1 EUR-IS-1 EUR-NO-1 US-CA-2 US-GA-2 US-IL-1 US-KS-2 US-MD-1 US-MO-1 US-MO-2 US-NC-1 US-NC-2 " +
    "US-NE-1 US-WA-1"
  ).split(" "),
);

/** Assumed: which places have the faster kind. */
const FAST_VOLUMES = new Set(["EU-RO-1", "US-KS-2"]);

const regions: Readonly<Record<string, Region>> = {
  EU: "EUROPE",
  EUR: "EUROPE",
  CA: "NORTH_AMERICA",
  US: "NORTH_AMERICA",
  OC: "OCEANIA",
  AP: "ASIA",
};

function factsOf(id: string): DataCenterFacts {
  const [area = "", place = ""] = id.split("-");
  const region = regions[area] ?? "UNKNOWN";
  return {
    id,
    region,
    country: area === "US" || area === "CA" ? area : place,
    volumeTypes: FAST_VOLUMES.has(id) ? ["STANDARD", "HIGH_PERFORMANCE"] : ["STANDARD"],
    compliance: region === "EUROPE" ? ["GDPR"] : [],
    s3: S3.has(id),
  };
}

export const dataCenters: readonly DataCenterFacts[] = IDS.map(factsOf);

export const dataCenterById = (id: string): DataCenterFacts | undefined => dataCenters.find((one) => one.id === id);
