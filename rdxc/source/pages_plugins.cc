// 13: plugins. A table; what is bad and good here are plugins, as shell scripts.
#include "rdxc/source/pages.h"

namespace rdxc {
namespace {

constexpr Page kPluginsPages[] = {
    {Code::plugin_finding, "plugin_finding", "what a plugin found",
     "The plugin says that the schemas do not do for what it writes. Its name stands behind the message. With one "
     "error "
     "nothing is written, neither of this plugin's nor of anybody else's.",
     "#!/bin/sh\n"
     "echo '{\"diagnostics\": [{\"severity\": \"error\", \"message\": \"two columns of one name\"}]}'\n",
     "#!/bin/sh\n"
     "echo '{\"files\": []}'\n"},
    {Code::plugin_missing, "plugin_missing", "a plugin that cannot be started",
     "--plugin NAME runs the program rdxc-gen-NAME in the folders of PATH; --plugin NAME=PATH runs the program at "
     "PATH. "
     "It has to be there, and to be executable.",
     "no program\n",
     "#!/bin/sh\n"
     "echo '{\"files\": []}'\n"},
    {Code::plugin_failed, "plugin_failed", "a plugin that crashed, or did not end with status 0",
     "What a plugin finds wrong it says in its answer, and ends with status 0. Another end is a fault of the plugin's, "
     "and "
     "nothing is written.",
     "#!/bin/sh\n"
     "exit 3\n",
     "#!/bin/sh\n"
     "echo '{\"files\": []}'\n"},
    {Code::plugin_answer, "plugin_answer", "an answer of a plugin that cannot be understood",
     "A plugin answers one JSON object on its standard output, with the members files and diagnostics, both of which "
     "may be "
     "missing. What it wants to say besides goes to standard error.",
     "#!/bin/sh\n"
     "echo 'three files written'\n",
     "#!/bin/sh\n"
     "echo 'three files written' >&2\n"
     "echo '{\"files\": []}'\n"},
    {Code::plugin_path, "plugin_path", "a file of a plugin's that lies outside of the output folder",
     "A plugin writes nothing itself: rdxc puts its files below the folder of -o, all or none. A name is a path from "
     "there.",
     "#!/bin/sh\n"
     "echo '{\"files\": [{\"name\": \"../notes.ts\", \"content\": \"\"}]}'\n",
     "#!/bin/sh\n"
     "echo '{\"files\": [{\"name\": \"sub/notes.ts\", \"content\": \"\"}]}'\n"},
    {Code::plugin_silent, "plugin_silent", "a plugin that does not end",
     "A plugin has a minute, or the seconds of --plugin-timeout. It need not read its standard input, but it has to "
     "end.",
     "#!/bin/sh\n"
     "sleep 1000\n",
     "#!/bin/sh\n"
     "echo '{\"files\": []}'\n"},
};

}  // namespace

std::span<const Page> plugins_pages() { return kPluginsPages; }

}  // namespace rdxc
