/** An amount with its noun: "1 tool", "1,234 tokens". */
export function counted(amount: number, noun: string): string {
  return `${sayNumber(amount)} ${noun}${amount === 1 ? '' : 's'}`
}

/** With its thousands set apart. */
export function sayNumber(amount: number): string {
  return amount.toLocaleString('en-US')
}
