import type { Format } from './reply.ts'

export const PROFILE_NAMES = ['voice', 'chat', 'full'] as const

/** How listings and answers are shaped for a client. */
export type ProfileName = (typeof PROFILE_NAMES)[number]

export interface Profile {
  /** The whole call, queueing included, is answered within this time. */
  readonly deadlineMs: number
  readonly defaultFormat: Format
  /** A yes that comes sooner than this was not a person's, unless the client's configuration says otherwise. */
  readonly confirmAfterMs: number
  /** Whether tools that change something list an argument for an idempotency key; it is understood in any case. */
  readonly listsIdempotencyKey: boolean
  /** Input schemas must be in the subset that every model provider takes. */
  readonly portableSchemas: boolean
  /** Title and annotations in listings; the value repeated as JSON text and as structuredContent. */
  readonly structured: boolean
  /** Images, audio and embedded resources in answers. */
  readonly attachments: boolean
  /** `outputSchema` and `_meta` in listings. */
  readonly metadata: boolean
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = Object.freeze({
  // LiveKit gives up after 5 s and then its model hears only "An internal error occurred".
  voice: {
    deadlineMs: 4_000,
    defaultFormat: 'concise',
    confirmAfterMs: 2_000,
    // A voice model pays for every listed field at every turn, and does not keep keys.
    listsIdempotencyKey: false,
    portableSchemas: true,
    structured: false,
    attachments: false,
    metadata: false,
  },
  // Claude Desktop has been seen to cut local calls at about 60 s.
  chat: {
    deadlineMs: 30_000,
    defaultFormat: 'detailed',
    confirmAfterMs: 1_000,
    listsIdempotencyKey: false,
    portableSchemas: false,
    structured: true,
    attachments: true,
    metadata: false,
  },
  full: {
    deadlineMs: 30_000,
    defaultFormat: 'detailed',
    confirmAfterMs: 1_000,
    listsIdempotencyKey: true,
    portableSchemas: false,
    structured: true,
    attachments: true,
    metadata: true,
  },
})
