import type { Command, CommanderError } from 'commander';
import { ConfigurationError } from '../support/errors.js';

/** A command line that can't be understood. */
export class UsageError extends ConfigurationError {
  /** Commander has shown the help already, since there was a group of commands and none of them. */
  readonly helpShown: boolean;

  constructor(error: CommanderError, command: Command) {
    const name = nameOf(command);
    const isHelp = error.code === 'commander.help';
    const [message = '', suggestion = ''] = error.message.replace(/^error: /u, '').split('\n');
    super(isHelp ? `${name} needs a command after it` : message, {
      code: 'usage.command_line',
      hint: `${inSentence(suggestion)}${name} --help shows what there is.`,
    });
    this.helpShown = isHelp;
  }
}

/** `(Did you mean --full?)` */
function inSentence(suggestion: string): string {
  const question = suggestion.replaceAll(/[()]/gu, '');
  return question === '' ? '' : `${question} `;
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
