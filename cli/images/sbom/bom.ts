import { Enums, Models, Serialize, Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { type InstalledPackage, packageUrl } from "./packages.ts";

/** The image that a bill of materials is about. */
export interface BomSubject {
  /** `trainyard/mlflow`. */
  readonly name: string;
  /** Its content tag. */
  readonly tag: string;
  /** Id in the engine, `sha256:...`. */
  readonly imageId: string;
}

/** CycloneDX 1.6 as JSON: the same text for the same packages. Throws when it does not meet CycloneDX' own schema. */
export async function renderBom(subject: BomSubject, packages: readonly InstalledPackage[]): Promise<string> {
  const image = new Models.Component(Enums.ComponentType.Container, subject.name, {
    version: subject.tag,
    bomRef: `${subject.name}:${subject.tag}`,
    properties: new Models.PropertyRepository([new Models.Property("trainyard:image-id", subject.imageId)]),
  });
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: image }) });
  for (const installed of packages) {
    const component = componentOf(installed);
    bom.components.add(component);
    image.dependencies.add(component.bomRef);
  }
  const serializer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  const text = new Serialize.JsonSerializer(serializer).serialize(bom, { sortLists: true, space: 2 });
  const problem: unknown = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (problem !== null)
    throw new Error(`the bill of materials of ${subject.name} is not CycloneDX 1.6: ${JSON.stringify(problem)}`);
  return `${text}\n`;
}

function componentOf(installed: InstalledPackage): Models.Component {
  const purl = packageUrl(installed);
  const { license, description, version } = installed;
  const [group, artifact] = installed.manager === "maven" ? installed.name.split("/") : [];
  const name = artifact ?? installed.name;
  const component = new Models.Component(Enums.ComponentType.Library, name, { version, purl, bomRef: purl });
  if (group !== undefined) component.group = group;
  if (description !== undefined) component.description = description;
  if (license !== undefined) {
    component.licenses.add(
      "expression" in license
        ? new Models.LicenseExpression(license.expression)
        : new Models.NamedLicense(license.name),
    );
  }
  return component;
}
