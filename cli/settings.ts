import { settingsTable } from '../server/config/index.ts'

export async function settings(): Promise<void> {
  console.log(settingsTable())
}
