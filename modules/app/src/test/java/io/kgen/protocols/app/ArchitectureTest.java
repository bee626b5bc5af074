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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The design as rules. Maven enforces most of them by what each pom lists; here they are explained. */
class ArchitectureTest {

    private static final String ROOT = "io.kgen.protocols";
    private static final String CONTRACTS = ROOT + ".contracts..";
    private static final String PLATFORM = ROOT + ".platform..";
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

    @ParameterizedTest
    @ValueSource(strings = {"users", "analytics", "kstore", "gateway", "bridge"})
    void aModuleThatServesKnowsOnlyContractsAndPlatform(String module) {
        var itself = ROOT + "." + module + "..";
        noClasses()
                .that()
                .resideInAPackage(itself)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(itself, CONTRACTS, PLATFORM))))
                .because("the modules talk over the bus only, so that each can run in a node of its own, "
                        + "and be changed by people who have never read the others")
                .check(product);
    }

    @Test
    void contractsStandAlone() {
        noClasses()
                .that()
                .resideInAPackage(CONTRACTS)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(CONTRACTS))))
                .because("a caller of the bus takes contracts, and with them nothing of how we serve")
                .check(product);
    }

    @Test
    void platformKnowsNoModule() {
        noClasses()
                .that()
                .resideInAPackage(PLATFORM)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(PLATFORM, CONTRACTS))))
                .because("what everybody stands on must not move with any one of them")
                .check(product);
    }

    @Test
    void nobodyKnowsTheApplication() {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAPackage(APP))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(APP)
                .because("putting the parts together is the launcher's business, and no part's")
                .check(product);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "analytics", "kstore", "bridge"})
    void aDomainModuleShowsItsVerticleAndItsConfig(String module) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + module + "..")
                .and()
                .arePublic()
                .should()
                .beAssignableTo(VerticleBase.class)
                .orShould()
                .haveSimpleNameEndingWith("Config")
                .because("whoever wants more than to deploy a module asks it over the bus; the rest is free to change")
                .check(product);
    }
}
