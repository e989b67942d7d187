import { expect, it } from "vitest";
import { chosenClaims } from "../../../components/chosen/index.ts";

const claims = { subject: 'Flock "west"', sizes: { barnGiB: 2, shedGiB: 10 }, storageClass: undefined, retain: false };

it("remembers size and class, and says how a claim grows", () => {
  expect(chosenClaims(claims)).toMatchObject({ value: "barnGiB 2, shedGiB 10, default class", mayChange: false });
  expect(chosenClaims({ ...claims, storageClass: "fast" }).value).toBe("barnGiB 2, shedGiB 10, class fast");
  expect(chosenClaims(claims).why).toContain("kubectl patch pvc");
});

it("lets them be chosen anew where the cluster keeps the claims", () => {
  expect(chosenClaims({ ...claims, retain: true }).mayChange).toBe(true);
});
