/** How much a rendering says: `concise` is ready to be spoken, `detailed` is for a model that has to reason. */
export const FORMATS = ['concise', 'detailed'] as const

/** One of the two renderings. */
export type Format = (typeof FORMATS)[number]

/** Something beside the words. `data` is base64. Profiles for voice drop attachments. */
export type Attachment =
  | { readonly kind: 'image' | 'audio'; readonly mimeType: string; readonly data: string }
  | {
      readonly kind: 'resource'
      readonly uri: string
      readonly mimeType: string
      readonly text: string
    }
  | {
      /** Points to what the client can fetch by itself. */
      readonly kind: 'link'
      readonly uri: string
      readonly name: string
      readonly mimeType?: string
    }

/** A handler's value joined to its tool's renderings; each is made only when asked for. */
export interface Reply {
  /** What the handler returned. */
  readonly value: object
  /** The words; `concise` where the tool has no `detailed`. */
  text(format: Format): string
  /** What goes beside the words. */
  attachments(): readonly Attachment[]
}
