package dev.allotrope;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.allotrope.tenant.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;

/// What may stand on what, beyond the modules that [ModularityTest] holds apart.
class ArchitectureTest {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.allotrope");

    /// Methods of stores that need no scope from their caller, and why.
    private static final Map<String, String> WITHOUT_SCOPE = Map.of(
            "Connections.owner", "finds out whose a connection is, for jobs that know its id alone",
            "Embeddings.sweep", "upkeep over all tenants",
            "Usage.tenantsAwaiting", "lists the tenants that jobs then work for one by one");

    @Test
    void kernel_chunk_and_parse_know_no_framework() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.allotrope.kernel..", "dev.allotrope.chunk..", "dev.allotrope.parse..")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(SERVER);
    }

    @Test
    void only_job_sees_the_scheduler() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.allotrope.job..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.kagkarlsson..")
                .check(SERVER);
    }

    @Test
    void only_carbon_answers_http() {
        classes()
                .that()
                .areMetaAnnotatedWith(Controller.class)
                .should()
                .resideInAPackage("dev.allotrope.carbon..")
                .check(SERVER);
    }

    @Test
    void nobody_imports_carbon() {
        noClasses()
                .that(resideInAnyPackage("dev.allotrope..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("dev.allotrope.carbon..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.allotrope.carbon..")
                .check(SERVER);
    }

    @Test
    void everything_comes_through_constructors() {
        noFields()
                .should()
                .beAnnotatedWith(Autowired.class)
                .orShould()
                .beAnnotatedWith(Value.class)
                .check(SERVER);
        noMethods().should().beAnnotatedWith(Autowired.class).check(SERVER);
    }

    @Test
    void public_methods_of_stores_say_whose_rows_they_touch() {
        List<String> silent = SERVER.stream()
                .filter(ArchitectureTest::store)
                .flatMap(store -> store.getMethods().stream())
                .filter(ArchitectureTest::offered)
                .filter(method -> !scoped(method))
                .map(ArchitectureTest::name)
                .distinct()
                .sorted()
                .toList();

        assertThat(silent).containsExactlyElementsOf(new TreeSet<>(WITHOUT_SCOPE.keySet()));
        assertThat(WITHOUT_SCOPE.values()).noneMatch(String::isBlank);
    }

    private static boolean store(JavaClass type) {
        return resideInAnyPackage("dev.allotrope.library..", "dev.allotrope.connect..", "dev.allotrope.sync..")
                        .test(type)
                && type.getFields().stream()
                        .anyMatch(field -> field.getRawType().isEquivalentTo(JdbcClient.class));
    }

    private static boolean offered(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.STATIC)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean scoped(JavaMethod method) {
        return !method.getRawParameterTypes().isEmpty()
                && method.getRawParameterTypes().getFirst().isAssignableTo(Scope.class);
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }
}
