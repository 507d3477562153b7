import type { Bridge } from '../app/bridge.js';
import type { BridgeDeps } from '../app/open-bridge.js';
import type { AccountConfig } from '../config/account-config.js';
import type { Clock } from '../support/clock.js';
import type { Io } from './io.js';

export interface CliDeps {
  clock: Clock;
  openBridge(config: AccountConfig, deps: BridgeDeps): Promise<Bridge>;
}

/** What a command is given: where to print, what was asked for all commands, and how to get to work. */
export interface CliContext {
  io: Io;
  deps: CliDeps;
  globals(): Globals;
  /** The exit code when the command ends without an error. */
  exitWith(code: number): void;
}

/** Options every command takes. */
interface Globals {
  config?: string;
  account?: string;
  json?: boolean;
  wait?: boolean;
}
