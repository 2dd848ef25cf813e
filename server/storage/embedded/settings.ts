// The settings Postgres is started with, from a laptop to a server.
import os from 'node:os'

const mebibyte = 1024 ** 2

/**
 * All as arguments of the server, so that nothing is written into its directory: as root that directory is another
 * user's, where a planted link could make root write anywhere. They win over postgresql.conf and ALTER SYSTEM.
 * @param settings changes some of them, by Postgres's names; the socket and the missing TCP port cannot be changed
 * @param memory in bytes
 */
export function serverArguments(settings: Record<string, string>, memory = availableMemory()): string[] {
  const all: Record<string, string> = {
    // An acknowledged write survives a power cut. These are Postgres's defaults, said aloud because they are the point.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // Two sites replicate logically; changing this later would need a restart.
    wal_level: 'logical',
    max_wal_senders: '10',
    max_replication_slots: '10',
    max_logical_replication_workers: '8',
    max_worker_processes: '16',
    // A broken cable is seen, and a mended one used, within seconds; what waits for the other site fills no disk.
    wal_sender_timeout: '10s',
    wal_receiver_timeout: '10s',
    wal_retrieve_retry_interval: '500ms',
    max_slot_wal_keep_size: '10GB',
    max_wal_size: '2GB',
    min_wal_size: '128MB',
    max_connections: '100',
    // An eighth of the memory: Postgres's usual quarter is for a machine of its own, and here Node and the page cache
    // live too. Untouched pages cost nothing.
    shared_buffers: `${clamp(memory / 8, 64, 8192)}MB`,
    effective_cache_size: `${clamp(memory / 2, 256, 65536)}MB`,
    maintenance_work_mem: `${clamp(memory / 64, 32, 1024)}MB`,
    random_page_cost: '1.1', // solid-state disks
    jit: 'off', // the package has no LLVM, and the queries are short
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    lc_messages: 'C',
    cluster_name: 'tweeter', // seen in ps
    ...settings,
    listen_addresses: '', // no TCP port
    port: '5432', // only names the socket
    unix_socket_directories: '.', // the cluster itself, where Postgres stands
    unix_socket_permissions: '0700',
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function clamp(bytes: number, lowMb: number, highMb: number): number {
  return Math.round(Math.min(Math.max(bytes / mebibyte, lowMb), highMb))
}

/** Of the machine or of the container around us, whichever is less, in bytes. */
function availableMemory(): number {
  const limit = process.constrainedMemory()
  return Math.min(os.totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY)
}
