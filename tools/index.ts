import type { Module } from '../src/index.ts'
import admin from './admin/module.ts'
import customers from './customers/module.ts'
import messages from './messages/module.ts'
import reservations from './reservations/module.ts'

/** Every module of this installation; config decides which of them are mounted. */
export const MODULES: readonly Module[] = [admin, customers, messages, reservations]
