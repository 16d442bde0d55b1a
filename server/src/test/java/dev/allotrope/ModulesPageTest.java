package dev.allotrope;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.NamedInterface;

/// `docs/modules.md` shows the modules of the server as they are: what each uses, and what of it others may use. With
/// `-Dgolden=update` it is written anew.
class ModulesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "modules.md");

    @Test
    void the_page_shows_the_modules_as_they_are() throws IOException {
        String now = page(ApplicationModules.of(Allotrope.class));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, now);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(now);
    }

    private static String page(ApplicationModules modules) {
        List<ApplicationModule> sorted = modules.stream()
                .sorted(Comparator.comparing(ModulesPageTest::name))
                .toList();
        String rows = sorted.stream().map(module -> row(module, modules)).collect(joining());
        String arrows = sorted.stream()
                .filter(module -> !name(module).equals("carbon"))
                .flatMap(module -> uses(module, modules).map(used -> "  " + name(module) + " --> " + used + "\n"))
                .collect(joining());
        return """
                # Modules

                Written by `ModulesPageTest` from the code: `-Dgolden=update` writes it anew. What each module is for stands in
                [ARCHITECTURE.md](../ARCHITECTURE.md), and in the `package-info.java` of its package. *Uses* is what its code uses; `ModularityTest`
                fails when that is more than it declares. A named interface is a package inside a module that others may declare.

                | module | uses | named interfaces |
                |---|---|---|
                %s
                `carbon`, the wire, uses most of the others, is used by nobody, and is left out of the picture. So is `kernel`, which all use.

                ```mermaid
                graph LR
                %s```
                """.formatted(rows, arrows);
    }

    private static String row(ApplicationModule module, ApplicationModules modules) {
        String uses =
                Stream.concat(uses(module, modules), kernel(module, modules)).collect(joining(", "));
        String interfaces = module.getNamedInterfaces().stream()
                .filter(NamedInterface::isNamed)
                .map(named -> "`" + named.getName() + "`")
                .sorted()
                .collect(joining(", "));
        return "| `%s` | %s | %s |\n"
                .formatted(name(module), uses.isEmpty() ? "–" : uses, interfaces.isEmpty() ? "–" : interfaces);
    }

    private static Stream<String> uses(ApplicationModule module, ApplicationModules modules) {
        return used(module, modules).filter(name -> !name.equals("kernel"));
    }

    private static Stream<String> kernel(ApplicationModule module, ApplicationModules modules) {
        return used(module, modules).filter(name -> name.equals("kernel"));
    }

    private static Stream<String> used(ApplicationModule module, ApplicationModules modules) {
        return module.getDirectDependencies(modules)
                .uniqueModules()
                .map(ModulesPageTest::name)
                .distinct()
                .sorted();
    }

    private static String name(ApplicationModule module) {
        return module.getIdentifier().toString();
    }
}
