/**
 * Verbs that tools are named by, and `status`, which leaves as little open as a verb. A tool may use another one; then its
 * first sentence has to show that it is one.
 */
export const VERBS: ReadonlySet<string> = new Set(
  (
    'accept activate add adjust allow analyze answer append apply approve archive arrange ask assign attach authorize ' +
    'block book borrow browse build buy calculate call cancel capture change charge check choose clear clone close ' +
    'collect compare complete compose compute confirm connect convert copy count create cut deactivate debit decline ' +
    'decode delete deliver deploy describe detect disable disconnect dismiss dispatch download draft draw edit email ' +
    'enable encode end enroll estimate evaluate exchange expand explain export extend extract fetch file filter find ' +
    'finish fix follow forecast format forward generate get give grant hold identify import inspect install invite ' +
    'invoice issue join keep leave lend link list load locate lock log look lookup mark match measure merge message ' +
    'modify monitor move mute name notify offer open order park pause pay pick pin place plan play post preview price ' +
    'print promote propose publish purchase put query quote rank rate read rebook receive recommend record redeem ' +
    'refund register reject release remind remove rename renew reopen repair repeat replace reply report request ' +
    'reschedule reserve reset resolve restart restore resume retrieve retry return revoke roll rotate save say scan ' +
    'schedule search select sell send set share ship show sign skip sort split start status stop store submit subscribe ' +
    'suggest summarize suspend switch sync tag take tell test track transcribe transfer translate trigger turn unblock ' +
    'undo unlock unsubscribe update upgrade upload validate verify view void vote wait watch withdraw write'
  ).split(' '),
)

/** Verbs that do not say what happens. */
export const VAGUE_VERBS: ReadonlySet<string> = new Set(
  'do process handle manage perform execute run operate deal work use make interact access'.split(
    ' ',
  ),
)

/** Verbs between which a model chooses by chance. */
const SAME_DEEDS: readonly (readonly string[])[] = [
  ['find', 'search', 'look', 'lookup', 'get', 'fetch', 'list', 'query', 'retrieve', 'read', 'show'],
  ['create', 'add', 'register', 'open', 'new', 'insert'],
  ['update', 'change', 'edit', 'modify', 'adjust', 'set'],
  ['delete', 'remove', 'cancel', 'drop', 'erase', 'void'],
]

/** The first of the verbs that mean much the same as `verb`. */
export function deedOf(verb: string): string {
  return SAME_DEEDS.find((verbs) => verbs.includes(verb))?.[0] ?? verb
}
