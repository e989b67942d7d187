import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const packages = resolve(import.meta.dirname, "..", "..", "node_modules", "@pulumi");

/** Names of the properties that an interface or class of a package declares, in order of the alphabet. */
export function declaredProperties(file: string, name: string): string[] {
  const path = join(packages, file);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const found = source.statements.find(
    (one) => (ts.isInterfaceDeclaration(one) || ts.isClassDeclaration(one)) && one.name?.text === name,
  );
  if (found === undefined) throw new Error(`${file} declares no ${name}`);
  const members = (found as ts.InterfaceDeclaration | ts.ClassDeclaration).members as ts.NodeArray<ts.Node>;
  const properties = members.filter((one) => ts.isPropertySignature(one) || ts.isPropertyDeclaration(one));
  const own = properties.filter((one) => !(ts.getModifiers(one as ts.PropertyDeclaration) ?? []).some(isStatic));
  return own.map((one) => ((one as ts.PropertyDeclaration).name as ts.Identifier).text).sort();
}

const isStatic = (modifier: ts.Modifier): boolean => modifier.kind === ts.SyntaxKind.StaticKeyword;
