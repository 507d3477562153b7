import type { Command, CommanderError } from 'commander';
import { boundedLine } from '../support/bounded-line.js';
import { ConfigurationError } from '../support/errors.js';

/** A command line that can't be understood. */
export class UsageError extends ConfigurationError {
  /** Commander has shown the help already, since there was a group of commands and none of them. */
  readonly helpShown: boolean;

  constructor(error: CommanderError, command: Command) {
    const name = nameOf(command);
    const isHelp = error.code === 'commander.help';
    const [message = '', suggestion = ''] = shortened(error.message).split('\n');
    super(isHelp ? `${name} needs a command after it` : boundedLine(message), {
      code: 'usage.command_line',
      hint: `${inSentence(suggestion)}${name} --help shows what there is.`,
    });
    this.helpShown = isHelp;
  }
}

/** What was typed may be a whole file; what is wrong with it comes after it. */
function shortened(message: string): string {
  const told = message.replace(/^error: /u, '');
  return told.replace(/(argument '.{80}).+(' is invalid)/su, '$1…$2');
}

/** `(Did you mean --full?)` */
function inSentence(suggestion: string): string {
  const question = suggestion.replaceAll(/[()]/gu, '');
  return question === '' ? '' : `${question} `;
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
