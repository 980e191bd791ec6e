import { refused, said, type Scene } from './script.ts'

/** What nobody can know is never done once more by itself. */
export const DOUBTFUL: Scene = {
  title: 'In doubt: it may have gone through, so that is looked up and never done again',
  outcomes: ['in_doubt', 'success'],
  user: ['Order the mousse for Thursday.'],
  *script() {
    const input = { cake: 'chocolate mousse', day: 'thursday' }
    const [doubt] = yield { calls: [{ name: 'kitchen_order_cake', input }] }
    refused(doubt, /may or may not have gone through/)
    const [orders] = yield { calls: [{ name: 'kitchen_list_orders', input: {} }] }
    said(orders, /chocolate mousse for thursday/)
    yield { say: 'The mousse is ordered for Thursday.' }
  },
}
