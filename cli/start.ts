import { start as serve } from '../server/main.ts'

export const start = async (): Promise<void> => serve()
