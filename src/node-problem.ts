/** One line that says why this Node cannot run Toolcrib, or `undefined` when it can. The same bound as `engines`. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return undefined
  return `Toolcrib needs Node 22.18 or newer, and this is Node ${version}. Install a newer Node, or run it through npm in a clone or a project, which bring their own.`
}
