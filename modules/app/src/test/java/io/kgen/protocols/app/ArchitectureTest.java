package io.kgen.protocols.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The design as rules. Maven enforces most of them by what each pom lists; here they are explained. */
class ArchitectureTest {

    private static final String ROOT = "io.kgen.protocols";
    private static final String APP = ROOT + ".app..";

    private static JavaClasses product;

    @BeforeAll
    static void readClasses() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        assertThat(product.stream().map(JavaClass::getPackageName))
                .contains(
                        ROOT + ".users",
                        ROOT + ".analytics",
                        ROOT + ".kstore",
                        ROOT + ".gateway",
                        ROOT + ".bridge",
                        ROOT + ".contracts");
    }

    /** Each row: a module, and the modules that it may know. */
    @ParameterizedTest
    @CsvSource({
        "bus, bus",
        "contracts, bus",
        "platform, bus",
        "postgres, bus platform",
        "users, bus contracts platform postgres",
        "analytics, bus contracts platform postgres",
        "kstore, bus contracts platform postgres",
        "gateway, bus contracts platform",
        "bridge, bus contracts platform",
    })
    void aModuleKnowsOnlyTheModulesBelowIt(String module, String below) {
        var allowed = Stream.concat(Stream.of(module), Arrays.stream(below.split(" ")))
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .because("modules that serve talk over the bus only, so that each can run in a node of its own, "
                        + "and a change in one of them never changes another one")
                .check(product);
    }

    @Test
    void noModuleDependsOnTheApplication() {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAPackage(APP))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(APP)
                .because("only the launcher puts the modules together")
                .check(product);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "analytics", "kstore", "bridge"})
    void aDomainModuleShowsItsVerticlesAndItsConfig(String module) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + module)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(VerticleBase.class)
                .orShould()
                .haveSimpleNameEndingWith("Config")
                .because("other modules use a module over the bus only; the rest of it is free to change")
                .check(product);
    }

    /** A type of a sub-package is public only because another package of the same module needs it. */
    @ParameterizedTest
    @ValueSource(strings = {"users", "analytics", "kstore", "bridge"})
    void noOtherModuleUsesTheSubPackagesOfADomainModule(String module) {
        var root = ROOT + "." + module;
        noClasses()
                .that()
                .resideOutsideOfPackage(root + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(root))))
                .because("other modules use a module over the bus only; the rest of it is free to change")
                .check(product);
    }
}
