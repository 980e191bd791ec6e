import { isRecord } from '../kernel/json.ts'

/** What an expression looks at, and how. */
export interface Reads {
  /** Names behind `arguments.` */
  readonly arguments: readonly string[]
  /** Names behind `resolved.` */
  readonly resolved: readonly string[]
  /** `arguments` or `resolved` where it is used as a whole, so that nobody can tell what is read of it. */
  readonly whole: readonly string[]
  /** Whether it takes no longer than its size and that of the values say: no loops, and no regular expressions. */
  readonly isQuick: boolean
}

const NOTHING: Reads = { arguments: [], resolved: [], whole: [], isQuick: true }

/** Functions and methods of CEL that are done at once, texts being as short as they are. Others may take long. */
const QUICK = new Set(
  'has size int double string bool dyn type timestamp duration startsWith endsWith contains indexOf lastIndexOf lowerAscii upperAscii trim getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds'.split(
    ' ',
  ),
)

/** Walks a parsed expression: a node has an `op`, and `args` in which further nodes lie. */
export function readsIn(node: unknown): Reads {
  if (Array.isArray(node)) return node.map(readsIn).reduce(both, NOTHING)
  if (!isRecord(node) || typeof node['op'] !== 'string') return NOTHING
  const { op, args } = node
  const own = ownReads(op, args)
  if (own) return own
  const inner = readsIn(args)
  return isCall(op) && !QUICK.has(nameIn(args)) ? { ...inner, isQuick: false } : inner
}

function both(one: Reads, other: Reads): Reads {
  return {
    arguments: [...new Set([...one.arguments, ...other.arguments])],
    resolved: [...new Set([...one.resolved, ...other.resolved])],
    whole: [...new Set([...one.whole, ...other.whole])],
    isQuick: one.isQuick && other.isQuick,
  }
}

/** Of `arguments.name`, `arguments["name"]` and `arguments`, and the same of `resolved`. */
function ownReads(op: string, args: unknown): Reads | undefined {
  if (op === 'id') return isRoot(args) ? { ...NOTHING, whole: [args] } : undefined
  if (!Array.isArray(args) || (op !== '.' && op !== '[]')) return undefined
  const [left, right]: readonly unknown[] = args
  const root = isRecord(left) && left['op'] === 'id' ? left['args'] : undefined
  const name = isRecord(right) && right['op'] === 'value' ? right['args'] : right
  return isRoot(root) && typeof name === 'string' ? { ...NOTHING, [root]: [name] } : undefined
}

function isRoot(name: unknown): name is 'arguments' | 'resolved' {
  return name === 'arguments' || name === 'resolved'
}

function isCall(op: string): boolean {
  return op === 'call' || op === 'rcall'
}

function nameIn(args: unknown): string {
  return Array.isArray(args) ? String(args[0]) : ''
}
