@echo off
rem Runs the engram command from this checkout; builds it on the first call.
setlocal
set "HOME_DIR=%~dp0"
set "READY=%HOME_DIR%engram-cli\target\engram.ready"
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"

if exist "%READY%" if exist "%HOME_DIR%engram-cli\target\lib\engram-cli-*.jar" goto run
where mvn >nul 2>nul
if errorlevel 1 (
  echo engram: no Maven here to build with. Install Maven 3.8 or later. 1>&2
  exit /b 2
)
echo engram: building; the first call takes a minute or two 1>&2
pushd "%HOME_DIR%"
call mvn -q -B -DskipTests -Dspotless.check.skip package 1>&2
if errorlevel 1 (
  popd
  echo engram: the build failed; its messages are above. 1>&2
  exit /b 1
)
popd
type nul > "%READY%"

:run
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
"%JAVA%" -Xmx2g -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED ^
  -Djava.awt.headless=true "-Dengram.configurations=%HOME_DIR%configurations" %ENGRAM_JAVA_OPTIONS% ^
  -cp "%HOME_DIR%engram-cli\target\lib\*" dev.engram.cli.Main %*
exit /b %ERRORLEVEL%
