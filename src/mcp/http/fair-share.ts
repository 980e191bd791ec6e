/** Of what many share, for one of them. Nobody can take it all, though several together can. */
export function fairShare(ofAll: number): number {
  return Math.max(1, Math.floor(ofAll / 4))
}
