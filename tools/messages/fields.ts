import * as z from 'zod'

export const messageId = z
  .string()
  .max(20)
  .describe('Id of the message, the letter M and a number of 4 or more digits, for example M-1842.')
