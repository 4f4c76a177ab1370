/// Writes the scripts by which shells complete `deed`'s words, from the tables of verbs and options.
enum Completion: String, CaseIterable {
  case bash, zsh, fish

  func script(for verbs: [Verb]) -> String {
    switch self {
    case .bash: BashCompletion(verbs: verbs).script()
    case .zsh: ZshCompletion(verbs: verbs).script()
    case .fish: FishCompletion(verbs: verbs).script()
    }
  }
}

/// A text in single quotes, for any shell.
func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

private struct BashCompletion {
  var verbs: [Verb]

  func script() -> String {
    let names = verbs.map(\.name).joined(separator: " ")
    var text = """
      # Completion of deed for bash: source <(deed completion bash)
      _deed() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb= index
        COMPREPLY=()
        # bash makes '=' a word of its own.
        if [[ $word == "=" ]]; then word=; elif [[ $before == "=" ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
        for ((index = 1; index < COMP_CWORD; index++)); do
          case ${COMP_WORDS[index]} in
            --) COMPREPLY=($(compgen -f -- "$word")); return ;;
            \(verbs.map(\.name).joined(separator: "|"))) [[ $verb ]] || verb=${COMP_WORDS[index]} ;;
          esac
        done
        case $verb:$before in

      """
    for verb in verbs {
      for option in verb.allOptions where option.placeholder != nil {
        let pattern = option.names.map { "\(verb.name):\($0)" }.joined(separator: "|")
        text += "    \(pattern)) \(reply(option.completion)); return ;;\n"
      }
    }
    for option in Option.general where option.placeholder != nil {
      text += "    :\(option.name)) \(reply(option.completion)); return ;;\n"
    }
    text += "  esac\n  case $verb in\n"
    for verb in verbs {
      let options = verb.allOptions.flatMap(\.names).joined(separator: " ")
      let operand = verb.operands.last.map { reply($0.completion) } ?? ":"
      text += "    \(verb.name)) if [[ $word == -* ]]; then COMPREPLY=($(compgen -W '\(options)' -- \"$word\")); "
      text += "else \(operand); fi ;;\n"
    }
    let general = Option.general.flatMap(\.names).joined(separator: " ")
    text += "    *) COMPREPLY=($(compgen -W '\(names) \(general)' -- \"$word\")) ;;\n  esac\n}\n"
    return text + "complete -o filenames -F _deed deed\n"
  }

  private func reply(_ completion: Option.Completion) -> String {
    switch completion {
    case .nothing: ":"
    case .files: "COMPREPLY=($(compgen -f -- \"$word\"))"
    case .directories: "COMPREPLY=($(compgen -d -- \"$word\"))"
    case .verbs: reply(.choices(verbs.map(\.name)))
    case .choices(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\"))"
    }
  }
}

private struct ZshCompletion {
  var verbs: [Verb]

  func script() -> String {
    var text = """
      #compdef deed
      # Completion of deed for zsh: deed completion zsh > a directory of $fpath/_deed
      _deed() {
        local -a verbs=(

      """
    for verb in verbs { text += "    \(shellQuoted(verb.name + ":" + verb.summary))\n" }
    text += "  )\n  local verb=${words[(r)(\(verbs.map(\.name).joined(separator: "|")))]}\n  case $verb in\n"
    for verb in verbs {
      text += "    \(verb.name))\n      _arguments -S \\\n"
      text += verb.allOptions.flatMap(specifications).map { "        \($0) \\\n" }.joined()
      // The verb itself is the first operand.
      text += "        '1:verb:(\(verb.name))'"
      for (index, operand) in verb.operands.enumerated() {
        let position = operand.isRepeatable ? "*" : String(index + 2)
        text += " \\\n        " + shellQuoted("\(position):\(operand.name):\(action(operand.completion))")
      }
      text += "\n      ;;\n"
    }
    text += "    *)\n      _arguments -S \\\n"
    text += Option.general.flatMap(specifications).map { "        \($0) \\\n" }.joined()
    text += "        '1:verb:{_describe verb verbs}' '*:file:_files'\n      ;;\n  esac\n}\n"
    return text + "if [[ $funcstack[1] == _deed ]]; then _deed \"$@\"; else compdef _deed deed; fi\n"
  }

  /// `'--jobs=[help]:N:'` for each of the option's names.
  private func specifications(of option: Option) -> [String] {
    option.names.map { name in
      let help = option.help.replacing("[", with: "(").replacing("]", with: ")").replacing(":", with: "\\:")
      let star = option.isRepeatable ? "*" : ""
      guard let placeholder = option.placeholder else { return shellQuoted("\(star)\(name)[\(help)]") }
      let form = name.hasPrefix("--") ? name + "=" : name + "+"
      return shellQuoted("\(star)\(form)[\(help)]:\(placeholder):\(action(option.completion))")
    }
  }

  private func action(_ completion: Option.Completion) -> String {
    switch completion {
    case .nothing: ""
    case .files: "_files"
    case .directories: "_files -/"
    case .verbs: action(.choices(verbs.map(\.name)))
    case .choices(let words): "(\(words.joined(separator: " ")))"
    }
  }
}

private struct FishCompletion {
  var verbs: [Verb]

  func script() -> String {
    let names = verbs.map(\.name).joined(separator: " ")
    var text = "# Completion of deed for fish: deed completion fish > ~/.config/fish/completions/deed.fish\n"
    text += "complete -c deed -f\n"
    for verb in verbs {
      text += "complete -c deed -n 'not __fish_seen_subcommand_from \(names)' "
      text += "-a \(verb.name) -d \(shellQuoted(verb.summary))\n"
    }
    for option in Option.general { text += line(for: option, condition: nil) }
    for verb in verbs {
      let condition = "__fish_seen_subcommand_from \(verb.name)"
      for option in verb.options { text += line(for: option, condition: condition) }
      for operand in verb.operands {
        text += "complete -c deed -n '\(condition)' \(action(operand.completion, isOperand: true))\n"
      }
    }
    return text
  }

  private func line(for option: Option, condition: String?) -> String {
    var words = ["complete -c deed"]
    if let condition { words.append("-n '\(condition)'") }
    for name in option.names {
      words.append(name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())")
    }
    if option.placeholder != nil { words.append(action(option.completion, isOperand: false)) }
    words.append("-d \(shellQuoted(option.help))")
    return words.joined(separator: " ") + "\n"
  }

  private func action(_ completion: Option.Completion, isOperand: Bool) -> String {
    let required = isOperand ? "" : "-r "
    switch completion {
    case .nothing: return isOperand ? "" : "-x"
    case .files: return required + "-F"
    case .directories: return required + "-a '(__fish_complete_directories)'"
    case .verbs: return action(.choices(verbs.map(\.name)), isOperand: isOperand)
    case .choices(let words): return "\(isOperand ? "" : "-x ")-a '\(words.joined(separator: " "))'"
    }
  }
}
