import type { CustomerRecord } from './customer.ts'

/** Made-up people. Two of them share a phone and a postcode, so that one fact more is needed to tell them apart. */
export const DEMO_CUSTOMERS: readonly CustomerRecord[] = [
  demo('C-101', 'Ada Moreno', '+14155550132', '94110', '1985-05-04'),
  demo('C-102', 'Ben Okafor', '+14155550147', '94107', '1990-11-23'),
  demo('C-103', 'Carla Jensen', '+14155550163', '94133', '1978-02-17'),
  demo('C-104', 'Daniel Weiss', '+14155550178', '94114', '1982-07-09'),
  demo('C-105', 'Daniela Weiss', '+14155550178', '94114', '1984-01-30'),
  demo('C-106', 'Emi Tanaka', '+14155550195', '94122', '1995-09-12'),
]

function demo(
  ...[id, name, phone, postcode, birthDate]: [string, string, string, string, string]
): CustomerRecord {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.com`
  return { id, name, phone, email, postcode, birthDate }
}
